"""The command that lists the networks of keras.applications."""

from __future__ import annotations

from workbench.cli import tables
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.output import Output
from workbench.protocol.messages import ListNetworks, NetworksListed


def applications(given: Arguments, output: Output) -> int:
    """List the networks that can be placed as blocks, with what can be chosen of each."""
    with an_engine(output) as engine:
        networks = ask(engine, ListNetworks(id=1), NetworksListed).networks
    if output.as_json:
        for network in networks:
            output.line(network)
        return 0
    output.show(tables.of_networks(networks))
    return 0
