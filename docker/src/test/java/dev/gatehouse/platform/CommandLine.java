package dev.gatehouse.platform;

import dev.gatehouse.browser.Browser;
import dev.gatehouse.browser.Person;
import dev.gatehouse.server.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A command-line client: opens the person's browser and catches the redirect on a random loopback port. */
public record CommandLine(RelyingParty relyingParty) {

    public Tokens logIn(Browser browser, Person person, String scope) throws Exception {
        try (Loopback loopback = Loopback.listen("127.0.0.1")) {
            RelyingParty.Login login = relyingParty.login(loopback.redirectUri(), scope);
            open(person.signIn(browser, login.url()));
            return relyingParty.redeem(login, loopback.caught());
        }
    }

    private static void open(URI loopback) throws IOException, InterruptedException {
        Http.client().send(HttpRequest.newBuilder(loopback).build(), BodyHandlers.discarding());
    }
}
