"""What the services share: messages, the bus, settings and telemetry. Imports no service and decides nothing about articles."""
