"""The live Label Studio: a local server of one's own, and any server by its address."""
