package report

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// Machine is what figures depend on beside the engines' code.
type Machine struct {
	goVersion, platform, cpu string
	cores                    int
	versions                 map[string]string // by module
}

// ThisMachine describes where the program runs, and what it is built of.
func ThisMachine() Machine {
	m := Machine{
		goVersion: strings.Replace(runtime.Version(), "go", "Go ", 1), platform: runtime.GOOS + "/" + runtime.GOARCH,
		cpu: cpu(), cores: runtime.NumCPU(), versions: map[string]string{},
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			m.versions[module.Path] = module.Version
			if module.Replace != nil {
				m.versions[module.Path] = "this checkout"
			}
		}
	}
	return m
}

// String returns a line about the machine.
func (m Machine) String() string {
	return fmt.Sprintf("%s, %s, %s, %d cores", m.goVersion, m.platform, m.cpu, m.cores)
}

// Version returns the version of a module that the program is built of.
func (m Machine) Version(module string) string {
	if v := m.versions[module]; v != "" {
		return v
	}
	return "–"
}

// cpu returns the model of the processor, where the system has it in a file.
func cpu() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
