package dev.gyre.cli;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// The version that this program was built as.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/dev/gyre/build.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {"gyre " + build.getProperty("version", "unknown")};
    }
}
