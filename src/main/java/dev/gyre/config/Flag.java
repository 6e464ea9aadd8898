package dev.gyre.config;

/// Reads `true` and `false`.
final class Flag {

    static final NodeReader<Boolean> READER = new ScalarReader<>("true or false", Flag::parse);

    private Flag() {}

    private static boolean parse(String text) throws BadValue {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValue("must be true or false");
        };
    }
}
