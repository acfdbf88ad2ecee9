"""The time-window engine: pure functions over intervals in UTC."""
