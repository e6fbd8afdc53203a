package dev.gatehouse.chromium;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The machine's own Chromium and the driver that belongs to it; nothing is ever downloaded. */
record Programs(Path chromium, Path driver) {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    /** Empty where either is not installed. */
    static Optional<Programs> installed() {
        return NAMES.stream()
                .flatMap(name -> onPath(name).stream())
                .findFirst()
                .flatMap(chromium -> onPath("chromedriver").map(driver -> new Programs(chromium, driver)));
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
