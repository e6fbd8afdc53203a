package dev.gatehouse.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A run of the script {@code docker/demo}. */
final class DemoScript implements AutoCloseable {

    private static final int MINUTES = 8;

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final CompletableFuture<Void> outEnd;
    private final CompletableFuture<Void> errEnd;

    private DemoScript(Process process) {
        this.process = process;
        this.outEnd = read(process.getInputStream(), out);
        this.errEnd = read(process.getErrorStream(), err);
    }

    static DemoScript start(Path script, Map<String, String> environment, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new DemoScript(builder.start());
    }

    /** Waits until it prints a line like that; fails when it ends before. */
    String awaitLine(Predicate<String> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        synchronized (out) {
            while (true) {
                for (String line : out) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || outEnd.isDone()) {
                    throw new AssertionError("it did not print that, but " + out + " and " + err());
                }
                out.wait(left);
            }
        }
    }

    /** Waits until it says that everything is up. */
    void awaitReady() throws InterruptedException {
        awaitLine(line -> line.startsWith("Ready after"));
        awaitLine(line -> line.startsWith("Ctrl-C stops everything"));
    }

    /** Waits for its end. */
    int exitCode() throws Exception {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("it did not end, but printed " + out() + " and " + err());
        }
        outEnd.get(1, TimeUnit.MINUTES);
        errEnd.get(1, TimeUnit.MINUTES);
        return process.exitValue();
    }

    /** Sends it SIGTERM. */
    void terminate() {
        // Process.destroy() would close its output too
        process.toHandle().destroy();
    }

    /** What it started and what those started, now. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    /** Leaves nothing behind, whatever became of the test. */
    @Override
    public void close() {
        List<ProcessHandle> all = descendants();
        process.destroy();
        process.onExit().completeOnTimeout(process, 1, TimeUnit.MINUTES).join();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static CompletableFuture<Void> read(InputStream stream, List<String> lines) {
        return CompletableFuture.runAsync(
                        () -> {
                            try (BufferedReader reader =
                                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                                    synchronized (lines) {
                                        lines.add(line);
                                        lines.notifyAll();
                                    }
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        task -> new Thread(task, "demo output").start())
                .whenComplete((nothing, failure) -> {
                    synchronized (lines) {
                        lines.notifyAll();
                    }
                });
    }
}
