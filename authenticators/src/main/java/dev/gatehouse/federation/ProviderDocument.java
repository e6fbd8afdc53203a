package dev.gatehouse.federation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.HttpStatus;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.jboss.logging.Logger;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;

/**
 * What an identity provider publishes about itself, fetched by Keycloak's own HTTP client with its trust store and proxies.
 *
 * <p>The address is the admin's, so that this asks servers that the admin cannot reach. It asks by https only, with GET, without
 * credentials, follows no redirect, and stops after some time and size; nothing of an answer is told to the caller. It does not look
 * where a name leads: a network where that matters gives Keycloak a proxy ({@code proxy-mappings}) that decides.
 */
final class ProviderDocument {

    private static final Logger LOG = Logger.getLogger(ProviderDocument.class);

    private static final int CONNECT_MILLIS = 3_000;
    private static final int SILENCE_MILLIS = 5_000;

    /** Seconds from the question to the end of the answer. */
    private static final int WHOLE = 10;

    /** The most bytes: Keycloak's own documents have about 10,000, metadata of SAML providers some more. */
    private static final int MAX_BYTES = 512 * 1024;

    private static final int BUFFER_BYTES = 8_192;

    private ProviderDocument() {}

    /**
     * @param address checked by {@link Endpoint}
     * @param accept media type that is asked for
     * @throws RefusedCallException for whatever is not a whole document
     */
    static String fetch(KeycloakSession session, URI address, String accept) throws RefusedCallException {
        HttpGet request = new HttpGet(address);
        request.setHeader("Accept", accept);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(CONNECT_MILLIS)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSocketTimeout(SILENCE_MILLIS)
                .setRedirectsEnabled(false)
                .build());
        // each line of an endless answer would come in time
        CompletableFuture<Void> deadline =
                CompletableFuture.runAsync(request::abort, CompletableFuture.delayedExecutor(WHOLE, TimeUnit.SECONDS));
        try (CloseableHttpResponse response =
                session.getProvider(HttpClientProvider.class).getHttpClient().execute(request)) {
            int status = response.getStatusLine().getStatusCode();
            if (status != HttpStatus.SC_OK) {
                request.abort();
                throw unreachable("it answered with the status " + status + ", and redirects are not followed");
            }
            return text(request, response.getEntity());
        } catch (IOException e) {
            LOG.debugf(e, "%s could not be fetched", address);
            throw unreachable("it could not be reached, or did not answer within " + WHOLE + " seconds");
        } finally {
            deadline.cancel(false);
        }
    }

    private static String text(HttpGet request, HttpEntity entity) throws IOException, RefusedCallException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (entity != null) {
            InputStream content = entity.getContent();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = content.read(buffer); n != -1; n = content.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > MAX_BYTES) {
                    request.abort();
                    throw unreachable("it has more than " + MAX_BYTES + " bytes");
                }
            }
        }
        if (request.isAborted()) {
            // the end of what was read is none of the provider's
            throw new InterruptedIOException("the answer takes too long");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedCallException(
                    Refusal.DISCOVERY_MALFORMED, "What stands at \"discovery_endpoint\" is no text in UTF-8.");
        }
    }

    private static RefusedCallException unreachable(String why) {
        return new RefusedCallException(
                Refusal.DISCOVERY_UNREACHABLE,
                "The document at \"discovery_endpoint\" cannot be had: " + why
                        + ". Open the address from the machine that Keycloak runs on.");
    }
}
