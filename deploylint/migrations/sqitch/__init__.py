"""The plan of sqitch."""
