"""Parts of this site that other sites show: frames, share metadata, and where a frame was seen."""
