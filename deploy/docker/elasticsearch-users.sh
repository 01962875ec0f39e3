#!/usr/bin/env bash
# Gives Elasticsearch the users that docker-compose.yml needs. Running it again changes nothing but the passwords.
#
#   kibana_system  Elasticsearch's own user for Kibana: gets its password
#   wirewatch      may create, write, read and search this line's indices, and nothing else
#
# Reads ELASTICSEARCH_URL, ELASTIC_PASSWORD, KIBANA_PASSWORD, WIREWATCH_ELASTICSEARCH_PASSWORD, WIREWATCH_INDEX_PREFIX.
set -euo pipefail

for name in ELASTIC_PASSWORD KIBANA_PASSWORD WIREWATCH_ELASTICSEARCH_PASSWORD; do
  # They go into JSON and curl's configuration as they are, so neither may need quoting there.
  if ! [[ ${!name} =~ ^[A-Za-z0-9._~+/=-]{12,}$ ]]; then
    echo "$name in .env must have at least 12 of the characters A-Z a-z 0-9 . _ ~ + / = -" >&2
    exit 1
  fi
done

# call METHOD PATH JSON. The password goes in on standard input: a command line can be read by other processes.
call() {
  curl --fail-with-body --silent --show-error --output /tmp/answer --max-time 30 \
    --retry 10 --retry-delay 3 --retry-connrefused \
    --request "$1" --header 'Content-Type: application/json' --data "$3" --config - "${ELASTICSEARCH_URL}$2" \
    <<<"user = \"elastic:${ELASTIC_PASSWORD}\"" || { cat /tmp/answer >&2; echo >&2; exit 1; }
}

call POST /_security/user/kibana_system/_password "{\"password\": \"${KIBANA_PASSWORD}\"}"
echo 'user kibana_system: password set'

call PUT /_security/role/wirewatch "{
  \"cluster\": [\"monitor\", \"manage_index_templates\", \"manage_ilm\"],
  \"indices\": [{\"names\": [\"${WIREWATCH_INDEX_PREFIX}-*\"], \"privileges\": [\"all\"]}]
}"
echo "role wirewatch: all on ${WIREWATCH_INDEX_PREFIX}-*"

call PUT /_security/user/wirewatch "{\"password\": \"${WIREWATCH_ELASTICSEARCH_PASSWORD}\", \"roles\": [\"wirewatch\"]}"
echo 'user wirewatch: password and role set'
