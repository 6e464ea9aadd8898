package dev.gyre.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What is asked of a name server. Equal whatever the case of the name.
///
/// @param name absolute
/// @param type as [Type] counts them
record Question(Name name, int type) {

    /// `www.example.com. AAAA`
    @Override
    public String toString() {
        return name + " " + Type.string(type);
    }
}
