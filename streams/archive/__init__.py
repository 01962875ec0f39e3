"""Archives of topics: history that outlives the broker's retention, as compressed JSON Lines with a manifest."""
