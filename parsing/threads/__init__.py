"""Who answers whom, by header fields."""
