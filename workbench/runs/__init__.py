"""What a run is: folder, events, state, starting, following and steering one."""
