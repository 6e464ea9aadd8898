package dev.gyre.judge;

import dev.gyre.net.JsonText;

import java.util.List;
import java.util.Locale;

/// What the judge saw, in the form that the client wants.
enum WhoamiPage {
    /// For curl.
    TEXT("text/plain; charset=utf-8") {
        @Override
        String body(String address, List<Field> fields) {
            StringBuilder page = new StringBuilder(256);
            page.append("address: ").append(address).append("\nheaders:\n");
            fields.forEach(field ->
                    page.append("  ")
                            .append(field.name)
                            .append(": ")
                            .append(field.value)
                            .append('\n'));
            return page.toString();
        }
    },
    /// For a browser.
    HTML("text/html; charset=utf-8") {
        @Override
        String body(String address, List<Field> fields) {
            StringBuilder page = new StringBuilder(1024);
            page.append("<!doctype html>\n<meta charset=\"utf-8\">\n<title>")
                    .append(escaped(address))
                    .append("</title>\n<style>body{font:16px/1.5 system-ui;margin:3em auto;")
                    .append("max-width:50em}td{padding:.1em 1em .1em 0;vertical-align:top}")
                    .append("td+td{word-break:break-all}</style>\n<h1>")
                    .append(escaped(address))
                    .append("</h1>\n<p>is the address that the target saw, and this is all it was")
                    .append(" sent:\n<table>\n");
            fields.forEach(field ->
                    page.append("<tr><td><b>")
                            .append(escaped(field.name))
                            .append("</b><td>")
                            .append(escaped(field.value))
                            .append('\n'));
            return page.append("</table>\n").toString();
        }
    },
    /// For a program.
    JSON("application/json") {
        @Override
        String body(String address, List<Field> fields) {
            StringBuilder page = new StringBuilder(256);
            page.append("{\"address\":").append(JsonText.quoted(address)).append(",\"headers\":[");
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                page.append(i == 0 ? "[" : ",[")
                        .append(JsonText.quoted(field.name))
                        .append(',')
                        .append(JsonText.quoted(field.value))
                        .append(']');
            }
            return page.append("]}\n").toString();
        }
    };

    /// A header field as it was received.
    record Field(String name, String value) {}

    private final String contentType;

    WhoamiPage(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    abstract String body(String address, List<Field> fields);

    /// The form that goes with an `Accept` field.
    static WhoamiPage accepted(String accept) {
        String wanted = accept.toLowerCase(Locale.ROOT);
        if (wanted.contains("text/html")) {
            return HTML;
        }
        return wanted.contains("json") ? JSON : TEXT;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
