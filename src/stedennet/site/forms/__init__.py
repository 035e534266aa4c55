"""What readers may type, checked."""
