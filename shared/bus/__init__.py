"""
How messages travel: at least once, with an effect of exactly once.

On FastStream's broker, batch subscribers, parser hooks, lifespan and ASGI app, with what it lacks on Redis streams
written here once: plain JSON entries, one MULTI per hand-over, claims, heartbeats, delays, dead letters.
"""
