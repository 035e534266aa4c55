"""The newsletter: composed by an editor and sent to its subscribers."""
