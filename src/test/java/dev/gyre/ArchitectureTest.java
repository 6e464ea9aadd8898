package dev.gyre;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

import dev.gyre.net.Addresses;

import io.netty.channel.ChannelPipeline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;

/// The map of the rooms in ARCHITECTURE.md, as rules.
@AnalyzeClasses(packages = "dev.gyre", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    /// Who may look into which room.
    @ArchTest
    static final ArchRule ROOMS_LOOK_RIGHT_OR_DOWN =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("cli")
                    .definedBy("dev.gyre.cli..")
                    .layer("audit")
                    .definedBy("dev.gyre.audit..")
                    .layer("app")
                    .definedBy("dev.gyre.app..")
                    .layer("config")
                    .definedBy("dev.gyre.config..")
                    .layer("judge")
                    .definedBy("dev.gyre.judge..")
                    .layer("inbound")
                    .definedBy("dev.gyre.inbound..")
                    .layer("outbound")
                    .definedBy("dev.gyre.outbound..")
                    .layer("rotation")
                    .definedBy("dev.gyre.rotation..")
                    .layer("lists")
                    .definedBy("dev.gyre.lists..")
                    .layer("fetch")
                    .definedBy("dev.gyre.fetch..")
                    .layer("probe")
                    .definedBy("dev.gyre.probe..")
                    .layer("health")
                    .definedBy("dev.gyre.health..")
                    .layer("egress")
                    .definedBy("dev.gyre.egress..")
                    .layer("access")
                    .definedBy("dev.gyre.access..")
                    .layer("anonymity")
                    .definedBy("dev.gyre.anonymity..")
                    .layer("relay")
                    .definedBy("dev.gyre.relay..")
                    .layer("dns")
                    .definedBy("dev.gyre.dns..")
                    .layer("observe")
                    .definedBy("dev.gyre.observe..")
                    .layer("http")
                    .definedBy("dev.gyre.http..")
                    .layer("net")
                    .definedBy("dev.gyre.net..")
                    .whereLayer("cli")
                    .mayOnlyAccessLayers(
                            "audit", "app", "probe", "fetch", "config", "lists", "access", "egress",
                            "net")
                    .whereLayer("audit")
                    .mayOnlyAccessLayers(
                            "app",
                            "probe",
                            "config",
                            "judge",
                            "inbound",
                            "outbound",
                            "rotation",
                            "egress",
                            "access",
                            "anonymity",
                            "dns",
                            "observe",
                            "http",
                            "net")
                    .whereLayer("config")
                    .mayOnlyAccessLayers(
                            "inbound",
                            "probe",
                            "fetch",
                            "lists",
                            "outbound",
                            "health",
                            "rotation",
                            "egress",
                            "http",
                            "access",
                            "anonymity",
                            "observe",
                            "relay",
                            "dns",
                            "net")
                    .whereLayer("judge")
                    .mayOnlyAccessLayers("inbound", "outbound", "http", "net")
                    .whereLayer("inbound")
                    .mayOnlyAccessLayers(
                            "outbound",
                            "rotation",
                            "health",
                            "egress",
                            "access",
                            "anonymity",
                            "relay",
                            "dns",
                            "observe",
                            "http",
                            "net")
                    .whereLayer("outbound")
                    .mayOnlyAccessLayers(
                            "rotation",
                            "health",
                            "egress",
                            "access",
                            "relay",
                            "dns",
                            "observe",
                            "net")
                    .whereLayer("probe")
                    .mayOnlyAccessLayers(
                            "fetch", "outbound", "health", "egress", "anonymity", "http", "net")
                    .whereLayer("fetch")
                    .mayOnlyAccessLayers("outbound", "egress", "http", "net")
                    .whereLayer("rotation")
                    .mayOnlyAccessLayers("health", "egress", "net")
                    .whereLayer("health")
                    .mayOnlyAccessLayers("egress", "net")
                    .whereLayer("lists")
                    .mayOnlyAccessLayers("egress", "net")
                    .whereLayer("egress")
                    .mayOnlyAccessLayers("net")
                    .whereLayer("access")
                    .mayOnlyAccessLayers("http", "net")
                    .whereLayer("anonymity")
                    .mayOnlyAccessLayers("http", "net")
                    .whereLayer("relay")
                    .mayOnlyAccessLayers("http", "net")
                    .whereLayer("dns")
                    .mayOnlyAccessLayers("http", "net")
                    .whereLayer("observe")
                    .mayOnlyAccessLayers("http", "net")
                    .whereLayer("http")
                    .mayOnlyAccessLayers("net")
                    .whereLayer("net")
                    .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.gyre.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_PIPELINES_EDIT_PIPELINES =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Pipeline")
                    .should()
                    .callMethodWhere(
                            target(owner(assignableTo(ChannelPipeline.class)))
                                    .and(target(nameMatching("add.*|remove.*|replace.*"))));

    @ArchTest
    static final ArchRule CHOOSING_KNOWS_NO_SOCKETS =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "dev.gyre.net..",
                            "dev.gyre.egress..",
                            "dev.gyre.lists..",
                            "dev.gyre.health..",
                            "dev.gyre.rotation..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule IDENTITY_IS_READ_FROM_TEXT =
            noClasses()
                    .that()
                    .resideInAPackage("dev.gyre.inbound.identity..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("dev.gyre..", "io.netty..")
                                    .and(
                                            resideOutsideOfPackages(
                                                    "dev.gyre.inbound.identity..",
                                                    "dev.gyre.rotation..",
                                                    "dev.gyre.egress..",
                                                    "dev.gyre.http..",
                                                    "dev.gyre.net..")));

    @ArchTest
    static final ArchRule DNSJAVA_STAYS_IN_ITS_ROOM =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.gyre.dns..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.xbill..");

    /// Certificates are made for judges only, hashes of passwords by access only.
    @ArchTest
    static final ArchRule CERTIFICATES_AND_PASSWORDS_HAVE_A_ROOM_EACH =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.gyre.judge..", "dev.gyre.access..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule YAML_STAYS_IN_ITS_ROOMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.gyre.config..", "dev.gyre.lists..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.snakeyaml..");

    @ArchTest
    static final ArchRule MAPS_OF_COUNTRIES_ARE_READ_IN_ONE_ROOM =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.gyre.app..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.maxmind..");

    /// What the JDK and Netty would look up by themselves, with the system's resolver.
    @ArchTest
    static final ArchRule NO_SYSTEM_LOOK_UPS =
            noClasses()
                    .should()
                    .callMethodWhere(
                            target(owner(assignableTo(InetAddress.class)))
                                    .and(
                                            target(
                                                    nameMatching(
                                                            "getByName|getAllByName|getHostName"
                                                                + "|getCanonicalHostName|getLocalHost|isReachable"))))
                    .orShould()
                    .callMethodWhere(
                            target(owner(assignableTo(InetSocketAddress.class)))
                                    .and(target(nameMatching("getHostName"))))
                    .orShould()
                    .callMethodWhere(
                            target(owner(assignableTo(URL.class)))
                                    .and(target(nameMatching("open.*|getContent"))))
                    .orShould()
                    .callConstructor(InetSocketAddress.class, String.class, int.class);

    @ArchTest
    static final ArchRule ADDRESSES_ARE_MADE_IN_ONE_PLACE =
            noClasses()
                    .that()
                    .doNotBelongToAnyOf(Addresses.class)
                    .should()
                    .callMethodWhere(
                            new DescribedPredicate<JavaCall<?>>("InetAddress.getByAddress") {
                                @Override
                                public boolean test(JavaCall<?> call) {
                                    return call.getTargetOwner().isAssignableTo(InetAddress.class)
                                            && call.getName().equals("getByAddress");
                                }
                            });

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING =
            classes()
                    .should()
                    .haveSimpleNameNotEndingWith("Manager")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Util")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Utils")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Helper")
                    .andShould()
                    .haveSimpleNameNotEndingWith("Impl");
}
