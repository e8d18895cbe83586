"""The widgets; they draw only."""
