"""What topics are written in: fields with what stands behind them, and the shapes they share."""
