package dev.gatehouse.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.images.PullPolicy;

/** The official image with the JARs in its providers folder. */
final class ContainerServer implements KeycloakServer {

    private static final String HOST = "host.docker.internal";

    private final KeycloakContainer container;

    private ContainerServer(KeycloakContainer container) {
        this.container = container;
    }

    static String image(String version) {
        return "quay.io/keycloak/keycloak:" + version;
    }

    /** No container can be started here, whatever is to run in it. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * Pulls the image where it is not there.
     *
     * @throws UnavailableException when no engine answers or an image is not to be had
     */
    static ContainerServer start(String version, List<Path> jars) throws UnavailableException {
        pull(engine(), image(version));
        KeycloakContainer container = new KeycloakContainer(image(version))
                .withAdminUsername(ADMIN)
                .withAdminPassword(ADMIN)
                .withProviderLibsFrom(jars.stream().map(Path::toFile).toList())
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withExtraHost(HOST, "host-gateway")
                .withEnv("KC_LOG_MDC_ENABLED", "true")
                .withEnv("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        try {
            container.start();
        } catch (ContainerFetchException e) {
            throw new UnavailableException("Testcontainers cannot get an image it needs: " + e.getMessage());
        }
        return new ContainerServer(container);
    }

    private static DockerClient engine() throws UnavailableException {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new UnavailableException("no Docker engine answers");
            }
            return DockerClientFactory.instance().client();
        } catch (RuntimeException e) {
            // to find out how it reaches containers, Testcontainers may need an image of its own
            throw new UnavailableException("Testcontainers cannot work with the Docker engine: " + e.getMessage());
        }
    }

    private static void pull(DockerClient engine, String image) throws UnavailableException {
        try {
            engine.inspectImageCmd(image).exec();
            return;
        } catch (NotFoundException e) {
            System.out.println("[gatehouse] pulling " + image);
        }
        try {
            if (!engine.pullImageCmd(image).start().awaitCompletion(5, TimeUnit.MINUTES)) {
                throw new UnavailableException("the image " + image + " was not pulled within five minutes");
            }
        } catch (DockerException e) {
            throw new UnavailableException("the image " + image + " is not there and cannot be pulled");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while the image was pulled");
        }
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
    public URI ownUrl() {
        return URI.create("http://localhost:8080");
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
