"""What pictures share: pages, colours and labels."""
