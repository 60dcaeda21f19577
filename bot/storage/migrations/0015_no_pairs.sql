-- Who is named with whom is counted from the newest mentions when somebody asks.
DROP TABLE neighbour;
