package dev.gatehouse.server;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.PullPolicy;

/** The official image with the JAR in its providers folder. */
final class ContainerServer implements KeycloakServer {

    private static final String HOST = "host.docker.internal";

    private final KeycloakContainer container;

    private ContainerServer(KeycloakContainer container) {
        this.container = container;
    }

    static String image(String version) {
        return "quay.io/keycloak/keycloak:" + version;
    }

    /** Why no container can be started; null when one can. Pulls the image where that is what it takes. */
    static String obstacle(String version) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no Docker engine answers";
        }
        var engine = DockerClientFactory.instance().client();
        try {
            engine.inspectImageCmd(image(version)).exec();
            return null;
        } catch (NotFoundException e) {
            System.out.println("[gatehouse] pulling " + image(version));
        }
        try {
            boolean pulled = engine.pullImageCmd(image(version)).start().awaitCompletion(5, TimeUnit.MINUTES);
            return pulled ? null : "the image " + image(version) + " was not pulled within five minutes";
        } catch (DockerException e) {
            return "the image " + image(version) + " is not there and cannot be pulled";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted while the image was pulled";
        }
    }

    static ContainerServer start(String version, Path jar) {
        KeycloakContainer container = new KeycloakContainer(image(version))
                .withAdminUsername(ADMIN)
                .withAdminPassword(ADMIN)
                .withProviderLibsFrom(List.<File>of(jar.toFile()))
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withExtraHost(HOST, "host-gateway")
                .withEnv("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        container.start();
        return new ContainerServer(container);
    }

    @Override
    public String description() {
        return "a container of " + container.getDockerImageName();
    }

    @Override
    public URI url() {
        return URI.create(container.getAuthServerUrl().replaceAll("/$", ""));
    }

    @Override
    public String thisMachine() {
        return HOST;
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    @Override
    public void close() {
        container.stop();
    }
}
