"""What the services share: messages, bus, settings, telemetry. It imports no service and decides nothing about articles."""
