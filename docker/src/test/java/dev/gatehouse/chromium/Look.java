package dev.gatehouse.chromium;

import java.util.Locale;

/**
 * What a person has set their browser to.
 *
 * @param language the one it asks pages for ({@code Accept-Language})
 * @param dark whether the person prefers dark pages ({@code prefers-color-scheme})
 * @param width of what shows of a page, in CSS pixels
 * @param height of what shows of a page, in CSS pixels
 */
public record Look(Locale language, boolean dark, int width, int height) {

    /** English and light, on an ordinary screen. */
    public static final Look DESKTOP = new Look(Locale.ENGLISH, false, 1280, 800);

    /** The narrowest that has to do without scrolling sideways (WCAG 2.2, success criterion 1.4.10). */
    public static final Look NARROW = DESKTOP.sized(320, 640);

    public Look in(Locale other) {
        return new Look(other, dark, width, height);
    }

    public Look inTheDark() {
        return new Look(language, true, width, height);
    }

    public Look sized(int otherWidth, int otherHeight) {
        return new Look(language, dark, otherWidth, otherHeight);
    }
}
