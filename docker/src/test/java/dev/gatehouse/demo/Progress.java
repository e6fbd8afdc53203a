package dev.gatehouse.demo;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says what takes time, with the seconds since the start, and every now and then that it is still at it. */
final class Progress implements AutoCloseable {

    private static final int PATIENCE = 15;

    private final PrintStream out;
    private final long begin;
    private volatile long last = System.nanoTime();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    /** @param elapsed seconds that have passed already */
    Progress(PrintStream out, int elapsed) {
        this.out = out;
        this.begin = System.nanoTime() - TimeUnit.SECONDS.toNanos(elapsed);
        ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        if (System.nanoTime() - last >= TimeUnit.SECONDS.toNanos(PATIENCE)) {
            say("  still at it");
        }
    }

    void say(String step) {
        last = System.nanoTime();
        out.printf("[%3d s] %s%n", seconds(), step);
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
