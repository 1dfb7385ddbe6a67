"""From raw examples to numbers: what is fitted on the training part, and its use on any rows."""
