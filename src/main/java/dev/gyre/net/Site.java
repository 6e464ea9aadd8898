package dev.gyre.net;

/// Whose a host is: the registrable domain of a name by the Public Suffix List (`example.co.uk` of `www.example.co.uk`), with
/// the suffixes that companies hand out (`a.github.io`) counted as those of registries. A name that is itself a public suffix
/// is its own site, and so is an address.
///
/// Safe for all threads.
///
/// @param name lower-case ASCII, or an address as [Host] writes it
public record Site(String name) {

    /// The site of this host. Looks nothing up outside. The first call waits for the list to be read, see [#load].
    public static Site of(Host host) {
        return switch (host) {
            case Host.Name(String name) ->
                    new Site(name.substring(PublicSuffixes.shipped().siteStart(name)));
            case Host.Address address -> new Site(address.text());
        };
    }

    /// Reads the list, where that has not been done, so that no event loop waits for it.
    ///
    /// @throws ExceptionInInitializerError when it can't be read: the program is not whole
    public static void load() {
        PublicSuffixes _ = PublicSuffixes.shipped();
    }

    @Override
    public String toString() {
        return name;
    }
}
