"""What makes the pages and pictures of docs/ from the program itself; no part of what is installed."""
