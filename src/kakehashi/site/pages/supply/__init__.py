"""The pages about supply chains: networks, their chokepoints, who can stop what downstream.

Takes the shipped networks, gives tables and charts with their sources; refuses names
that are not shipped (404).
"""
