// SPDX-License-Identifier: Apache-2.0

extension TinyImage.Result {
    /// What the command says on standard output: the kernel's version, what `--copy` copied, and all else that was
    /// copied when more is to be told.
    public func messages(verbose: Bool) -> [String] {
        let told = verbose ? steps : extras
        return [kernelVersion].compactMap { $0 } + told.map { "Copy \($0.kind) \($0.source) -> \($0.destination)" }
    }
}

extension TinyImage {
    /// Reads the variable SOURCE_DATE_EPOCH (reproducible-builds.org/specs/source-date-epoch): seconds since 1970.
    ///
    /// - Parameter variable: Its value; nil or empty counts as 0.
    /// - Throws: `badArgument` for what is no number of 32 bits, which is all that the archive has room for.
    public static func timestamp(from variable: String?) throws(ImageError) -> UInt32 {
        guard let variable, !variable.isEmpty else { return 0 }
        guard variable.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(variable) else {
            throw ImageError(
                .badArgument,
                "Cannot use SOURCE_DATE_EPOCH='\(variable)': it is no number of seconds below 4294967296. Correct or unset it."
            )
        }
        return number
    }
}
