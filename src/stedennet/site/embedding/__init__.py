"""What other sites can show of ours: frames, share metadata, and where a frame was seen."""
