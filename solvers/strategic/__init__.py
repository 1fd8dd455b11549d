"""What cities do by themselves: equilibria of finite games, and what repetition keeps."""
