// SPDX-License-Identifier: Apache-2.0

/// How something in an image came to be there.
public enum Relation: Hashable, Sendable, CustomStringConvertible {
    /// The caller asked for it.
    case asked
    /// The caller had it copied as it is.
    case copied
    /// Every image has it.
    case base
    /// A name of a busybox applet.
    case applet
    /// A dynamic loader: PT_INTERP.
    case loader
    /// A library: DT_NEEDED.
    case library
    /// A library that is opened at run time, as an ELF note says.
    case dlopen(feature: String?)
    /// What a script's first line names.
    case interpreter
    /// What a symbolic link leads to.
    case linkTarget
    /// A part of a copied directory.
    case content
    /// A kernel module that another one depends on.
    case moduleDependency

    /// One word or two, as the listing shows it.
    public var description: String {
        switch self {
        case .asked: "asked for"
        case .copied: "copied"
        case .base: "base"
        case .applet: "applet"
        case .loader: "loader"
        case .library: "library"
        case .dlopen(let feature): feature.map { "opened for \($0)" } ?? "opened at run time"
        case .interpreter: "interpreter"
        case .linkTarget: "link target"
        case .content: "content"
        case .moduleDependency: "module dependency"
        }
    }
}
