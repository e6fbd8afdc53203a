package dev.gatehouse.browser;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;

/** A form with what is filled in: first what the page brought, then what the person typed. */
public final class Form {

    private static final Set<String> BUTTONS = Set.of("submit", "button", "reset", "image");

    private final Element element;
    private final Map<String, String> values = new LinkedHashMap<>();

    Form(Element element) {
        this.element = element;
        for (Element field : element.select("input[name], select[name], textarea[name]")) {
            boolean checkable = Set.of("checkbox", "radio").contains(field.attr("type"));
            boolean counts = !BUTTONS.contains(field.attr("type")) && (!checkable || field.hasAttr("checked"));
            if (counts) {
                Element selected = field.selectFirst("option[selected], option");
                values.put(field.attr("name"), selected == null ? field.val() : selected.val());
            }
        }
    }

    public String id() {
        return element.id();
    }

    public URI action() {
        return URI.create(element.absUrl("action"));
    }

    public boolean has(String field) {
        return !element.select("[name='" + field + "']").isEmpty();
    }

    /** The names of the fields a person sees and can write into. */
    public List<String> fields() {
        return element
                .select(
                        "input[type=text], input[type=email], input[type=password], input[type=tel], input[type=number], "
                                + "input:not([type]), textarea")
                .stream()
                .filter(field -> !field.hasAttr("readonly") && !field.hasAttr("disabled") && !field.hasAttr("hidden"))
                .map(field -> field.attr("name"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    public Form fill(String field, String value) {
        if (!has(field)) {
            throw new AssertionError("the form " + id() + " has no field " + field + ", but " + fields());
        }
        values.put(field, value);
        return this;
    }

    /** Presses a button of the form that has a name. */
    public Form press(String button) {
        Element pressed = element.selectFirst("[name='" + button + "']");
        if (pressed == null) {
            throw new AssertionError("the form " + id() + " has no button " + button);
        }
        values.put(button, pressed.val());
        return this;
    }

    /** Presses the one with the value, of several buttons of a name. */
    public Form press(String button, String value) {
        if (element.select("[name='" + button + "']").stream()
                .noneMatch(candidate -> candidate.val().equals(value))) {
            throw new AssertionError("the form " + id() + " has no button " + button + " for " + value);
        }
        values.put(button, value);
        return this;
    }

    Map<String, String> values() {
        return values;
    }
}
