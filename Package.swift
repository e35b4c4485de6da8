// swift-tools-version: 6.2
import PackageDescription

// The rooms of the house and the arrows between them (docs/architecture.md).
// A target may import only what is listed here, so SwiftPM itself refuses a wrong arrow.

/// Relocations in their short form (DT_RELR, glibc 2.36 and later): 25 KB that are read at the program's start and not
/// 3 MB. The linker that is taken without asking, gold, cannot write it. Nor are 30 000 names that no library asks for
/// looked through for each of the thousands that libcrypto asks for.
let compact: [LinkerSetting] = [
  .unsafeFlags(
    ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic"],
    .when(platforms: [.linux], configuration: .release))
]

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let package = Package(
  name: "swiftplay",
  products: [.executable(name: "swiftplay", targets: ["swiftplay"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "PlayModel", swiftSettings: strict),
    .target(
      name: "PlayFiles",
      dependencies: ["PlayModel", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "PlayPlanning",
      dependencies: ["PlayModel", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .systemLibrary(name: "CSSH2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),
    .target(name: "CSSH2Guard", dependencies: ["CSSH2"]),
    .target(
      name: "PlaySSH",
      dependencies: [
        "PlayModel", "CSSH2", "CSSH2Guard",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "PlayStore",
      dependencies: ["PlayModel", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(name: "PlayRunner", dependencies: ["PlayPlanning", "PlayModel"], swiftSettings: strict),
    .target(name: "PlayReport", dependencies: ["PlayPlanning", "PlayModel"], swiftSettings: strict),
    .target(
      name: "PlayServer",
      dependencies: [
        "PlayPlanning", "PlayModel",
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .target(
      name: "PlayCLI",
      dependencies: [
        "PlayModel", "PlayFiles", "PlayPlanning", "PlaySSH", "PlayStore", "PlayRunner",
        "PlayReport", "PlayServer",
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "swiftplay", dependencies: ["PlayCLI"], swiftSettings: strict, linkerSettings: compact),
    .executableTarget(
      name: "ssh-bench", dependencies: ["PlayModel", "PlaySSH"], path: "bench/ssh", swiftSettings: strict),
    .executableTarget(
      name: "run-bench", dependencies: ["PlayModel", "PlayPlanning", "PlayTesting"], path: "bench/run",
      swiftSettings: strict),
    .target(name: "PlayTesting", dependencies: ["PlayModel"], swiftSettings: strict),

    .testTarget(
      name: "PlayModelTests", dependencies: ["PlayModel", "PlayTesting"], swiftSettings: strict),
    .testTarget(
      name: "PlayFilesTests", dependencies: ["PlayFiles", "PlayTesting"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "PlayPlanningTests", dependencies: ["PlayPlanning", "PlayFiles", "PlayTesting"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "PlaySSHTests", dependencies: ["PlaySSH", "PlayTesting"], swiftSettings: strict),
    .testTarget(
      name: "PlayStoreTests", dependencies: ["PlayStore", "PlayTesting"], swiftSettings: strict),
    .testTarget(
      name: "PlayRunnerTests", dependencies: ["PlayRunner", "PlayTesting"], swiftSettings: strict),
    .testTarget(
      name: "PlayReportTests", dependencies: ["PlayReport", "PlayTesting"], swiftSettings: strict),
    .testTarget(
      name: "PlayServerTests",
      dependencies: [
        "PlayServer", "PlayTesting",
        .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),
    .testTarget(name: "PlayCLITests", dependencies: ["PlayCLI", "PlayTesting"], swiftSettings: strict),
    .testTarget(name: "FleetTests", dependencies: ["PlayTesting"], swiftSettings: strict),
  ]
)
