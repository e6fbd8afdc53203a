package dev.gatehouse.demo;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of HTML. Whatever is not HTML already becomes text in it. */
record Html(String markup) {

    static final Html NOTHING = new Html("");

    /**
     * Fills in a template.
     *
     * @param template HTML with a {@code {}} for each value: in an element, or in an attribute between quotes
     * @param values {@link Html} is taken as it is, anything else is escaped
     */
    static Html of(String template, Object... values) {
        StringBuilder markup = new StringBuilder();
        int from = 0;
        for (Object value : values) {
            int gap = template.indexOf("{}", from);
            markup.append(template, from, gap).append(value instanceof Html html ? html.markup : escape(value));
            from = gap + 2;
        }
        return new Html(markup.append(template, from, template.length()).toString());
    }

    /** The pieces one after the other. */
    static Html join(List<Html> pieces) {
        return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
    }

    private static String escape(Object value) {
        return value.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
