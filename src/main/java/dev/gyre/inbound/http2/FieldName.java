package dev.gyre.inbound.http2;

import java.util.Map;

/// The names of fields as clients that speak HTTP/1.1 spell them. HTTP/2 has small letters only, by which a target could tell that there
/// is a proxy in between.
final class FieldName {

    private static final Map<String, String> OTHERS =
            Map.of("dnt", "DNT", "sec-gpc", "Sec-GPC", "etag", "ETag");

    /// Browsers write these small in HTTP/1.1, too.
    private static final String SMALL = "sec-ch-";

    private FieldName() {}

    /// @param name in small letters
    static String spelled(String name) {
        String other = OTHERS.get(name);
        if (other != null || name.startsWith(SMALL)) {
            return other != null ? other : name;
        }
        StringBuilder spelled = new StringBuilder(name.length());
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            spelled.append(first && each >= 'a' && each <= 'z' ? (char) (each - 'a' + 'A') : each);
            first = each == '-';
        }
        return spelled.toString();
    }
}
