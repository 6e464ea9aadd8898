package dev.gyre.config;

import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.rotation.RotationSettings;

import java.util.List;

public record PoolFile(
        InboundSettings inbound,
        RotationSettings rotation,
        List<EgressEntry> egress,
        DnsSettings dns,
        TargetSettings targets,
        OutboundSettings outbound) {}
