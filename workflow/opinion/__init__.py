"""From the representation letter to the decision, the issue, its packages and facts discovered later."""
