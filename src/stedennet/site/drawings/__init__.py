"""Maps, charts, timelines and other drawings: plain values in, co-ordinates or bytes out."""
