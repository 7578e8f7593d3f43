"""The observatory: reads every room, writes none; home pages and charts."""
