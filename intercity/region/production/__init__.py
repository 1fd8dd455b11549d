"""What cities own and can do, alone and together."""
