"""From a quote to the words it quotes, and back."""
