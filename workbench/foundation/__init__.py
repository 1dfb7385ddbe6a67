"""What every other room stands on: errors, ids, paths, atomic files, log, clock."""
